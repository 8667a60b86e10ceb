import gzip
import io
import zlib

data = bytes(range(256)) * 40 + b'hello world ' * 3000
for level in (-1, 0, 1, 9):
    for wbits in (15, -15, 31, 9):
        c = zlib.compress(data, level, wbits)
        print(level, wbits, zlib.decompress(c, wbits) == data, len(c) > 100)
print(zlib.crc32(b'abc'), zlib.crc32(b'c', zlib.crc32(b'ab')), zlib.adler32(data), zlib.adler32(b'x', 77), zlib.adler32(b''))

for wbits in (15, -15, 31):
    c = zlib.compressobj(wbits=wbits)
    out = c.compress(data[:5000])
    out += c.flush(zlib.Z_SYNC_FLUSH)
    d = zlib.decompressobj(wbits)
    print(d.decompress(out) == data[:5000], d.eof)
    copied = c.copy()
    out += c.compress(data[5000:9000]) + c.flush(zlib.Z_FULL_FLUSH) + c.compress(data[9000:]) + c.flush()
    print(zlib.decompress(out, wbits) == data)
    copied.compress(b'other')
    d = zlib.decompressobj(wbits)
    result = b''
    for i in range(0, len(out), 100):
        result += d.decompress((out + b'tail')[i:i + 100])
    result += d.flush()
    print(result == data, d.eof, d.unused_data + (out + b'tail')[i + 100:], d.unconsumed_tail)
    d = zlib.decompressobj(wbits)
    rest, result, most = out + b'rest', b'', 0
    while not d.eof:
        part = d.decompress(rest, 1000)
        most = max(most, len(part))
        result += part
        rest = d.unconsumed_tail
    print(result == data, most, d.unused_data)

c = zlib.compressobj(zdict=b'hello world')
packed = c.compress(b'hello world hello') + c.flush()
print(zlib.decompressobj(zdict=b'hello world').decompress(packed))
for f in (lambda: zlib.decompress(b'garbage'), lambda: zlib.decompress(zlib.compress(b'hello')[:6]),
          lambda: zlib.compress(b'', 77), lambda: zlib.compress('x'), lambda: zlib.decompressobj().decompress(b'garbage'),
          lambda: zlib.decompressobj().decompress(b'', -1), lambda: zlib.compressobj(77),
          lambda: zlib.decompress(zlib.compress(b'hello') + b'xx'), lambda: zlib.compressobj(9).flush(zlib.Z_NO_FLUSH),
          lambda: zlib.decompress(zlib.compress(b'hello')[:-1] + b'?')):
    try:
        print(f())
    except Exception as e:
        print(type(e), e)

packed = gzip.compress(data) + gzip.compress(b'more')
print(gzip.decompress(packed) == data + b'more')
with gzip.open(io.BytesIO(packed)) as f:
    print(len(f.read(100)), len(f.readline()) > 0, f.read()[-8:])
