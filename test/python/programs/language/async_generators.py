async def ag():
    try:
        for i in range(3):
            x = yield i
            if x: print('sent', x)
    finally: print('cleanup')
def drive(co):
    try:
        co.send(None)
    except StopIteration as e: return e.value
async def main():
    async for v in ag(): print(v)
    print([v async for v in ag() if v])
    g = ag(); print(await g.__anext__()); print(await g.asend('hey')); await g.aclose()
    class CM:
        async def __aenter__(self): return 'cm'
        async def __aexit__(self, *a): print('exit', a[0])
    async with CM() as c: print(c)
print(drive(main()))
