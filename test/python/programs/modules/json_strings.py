import json

text = ''.join(map(chr, range(130))) + '\u20ac\ud800\U0001f600\xe9'
print(json.dumps(text))
print(ascii(json.dumps(text, ensure_ascii=False)))
print(json.loads(json.dumps(text)) == text, json.dumps({'a"b': [1, 2.5, None, True, '\n']}, indent=1))
try:
    json.encoder.encode_basestring_ascii(1)
except TypeError as e:
    print(e)
