import hashlib

for name in ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3_224', 'sha3_256', 'sha3_384', 'sha3_512',
             'blake2b', 'blake2s'):
    h = hashlib.new(name, b'abc')
    print(h.name, h.digest_size, h.block_size, h.hexdigest())
    g = h.copy()
    g.update(bytearray(b'def' * 100))
    print(g.hexdigest() == getattr(hashlib, name)(b'abc' + b'def' * 100).hexdigest(), h.hexdigest() != g.hexdigest())
    print(g.digest())
print(hashlib.shake_128(b'x').hexdigest(20), hashlib.shake_256(b'x').digest(3), hashlib.shake_128().digest(0))
print(hashlib.blake2b(b'hello', digest_size=20, key=b'key', salt=b'salt', person=b'me').hexdigest())
print(hashlib.blake2s(b'hello' * 50, digest_size=5, key=b'key', fanout=2, depth=2, leaf_size=64, node_offset=3,
                      node_depth=1, inner_size=32, last_node=True).hexdigest())
print(hashlib.blake2b.MAX_KEY_SIZE, hashlib.blake2s.SALT_SIZE)
for bad in (lambda: hashlib.md5('x'), lambda: hashlib.new('nope'), lambda: hashlib.blake2b(key=b'x' * 65),
            lambda: hashlib.md5(1)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, str(e)[:30])
