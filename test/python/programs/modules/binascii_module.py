import binascii
import base64

data = bytes(range(256))
print(binascii.hexlify(data[:20], ':', 4), binascii.unhexlify(b'00fF'), binascii.b2a_hex(b'abc'))
for n in range(8):
    e = binascii.b2a_base64(data[250 - n:250])
    print(e, binascii.a2b_base64(e) == data[250 - n:250], binascii.b2a_base64(data[:n], newline=False))
    u = binascii.b2a_uu(data[n:2 * n])
    print(u, binascii.a2b_uu(u) == data[n:2 * n])
q = binascii.b2a_qp(b'a=b c \n\tx\x80.\n.\nlong ' + b'word ' * 30 + b'\r\nend ')
print(q, binascii.a2b_qp(q))
print(binascii.b2a_qp(b'a b_\t\r\n', True, False, True), binascii.a2b_qp('a=\nb=3D_=', header=True))
print(binascii.crc32(data), binascii.crc32(b'x', 2**40 + 5), binascii.crc_hqx(data, 7), binascii.crc32(b''))
print(base64.b85encode(data[:10]), base64.b32encode(b'hello'), base64.urlsafe_b64decode('_-A='))
for f in (lambda: binascii.a2b_hex('abc'), lambda: binascii.a2b_hex('zz'), lambda: binascii.a2b_hex('\xe9'),
          lambda: binascii.a2b_hex(1), lambda: binascii.a2b_base64('abc'), lambda: binascii.a2b_base64('a'),
          lambda: binascii.a2b_base64('ab=c', strict_mode=True), lambda: binascii.a2b_base64('=abc', strict_mode=True),
          lambda: binascii.a2b_base64('ab c=', strict_mode=True), lambda: binascii.a2b_base64('abc=d', strict_mode=True),
          lambda: binascii.a2b_base64('ab==='), lambda: binascii.a2b_uu(b'#\x01abc'),
          lambda: binascii.a2b_uu('!' + 'a' * 10), lambda: binascii.b2a_uu(b'a' * 50), lambda: binascii.b2a_uu(b'', backtick=True),
          lambda: binascii.b2a_base64('x')):
    try:
        print(f())
    except Exception as e:
        print(type(e), e)
