"""asyncio without the outside world: tasks, timeouts, queues, groups."""
import asyncio


async def after(delay, value):
    await asyncio.sleep(delay)
    return value


async def numbers(count):
    for i in range(count):
        yield i
        await asyncio.sleep(0)


async def worker(name, queue, done):
    while True:
        item = await queue.get()
        done.append((name, item))
        queue.task_done()


async def behind(gate, result):
    await gate.wait()
    return result


async def opens(gate, result):
    await asyncio.sleep(0.01)
    gate.set()
    return result


async def failing():
    raise ValueError("no")


async def main():
    print(await asyncio.gather(after(0.02, "a"), after(0.01, "b"), after(0, "c")))
    print([i async for i in numbers(4)])
    try:
        await asyncio.wait_for(after(10, None), 0.01)
    except asyncio.TimeoutError as error:
        print(type(error).__name__)
    queue = asyncio.Queue()
    done = []
    tasks = [asyncio.create_task(worker(n, queue, done)) for n in "xy"]
    for i in range(4):
        queue.put_nowait(i)
    await queue.join()
    for task in tasks:
        task.cancel()
    print(sorted(i for _, i in done), await asyncio.gather(*tasks, return_exceptions=True))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(failing())
            group.create_task(after(5, None))
    except* ValueError as caught:
        print(caught.exceptions)
    lock, event = asyncio.Lock(), asyncio.Event()
    order = []

    async def holder(n):
        async with lock:
            order.append(n)
            await asyncio.sleep(0)

    await asyncio.gather(*(holder(n) for n in range(3)))
    asyncio.get_running_loop().call_later(0.01, event.set)
    await event.wait()
    print(order, event.is_set())
    gate = asyncio.Event()
    finished, pending = await asyncio.wait([asyncio.ensure_future(c) for c in (after(0.01, 1), behind(gate, 2))],
                                           return_when=asyncio.FIRST_COMPLETED)
    print([task.result() for task in finished], len(pending))
    for task in pending:
        task.cancel()
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda f: print("callback", f.result()))
    future.set_result(42)
    print(await future, await asyncio.gather(failing(), return_exceptions=True))
    for coroutine in asyncio.as_completed([behind(gate, 2), opens(gate, 1)]):
        print(await coroutine)
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError:
        print("timeout")


asyncio.run(main())
