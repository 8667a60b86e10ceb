import io
import zipfile

data = bytes(range(256)) * 40 + b'hello world ' * 3000
memory = io.BytesIO()
with zipfile.ZipFile(memory, 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('a.txt', data)
    z.writestr('b/c.txt', b'small')
with zipfile.ZipFile(memory) as z:
    print(z.namelist(), z.read('a.txt') == data, z.read('b/c.txt'), z.testzip())
