/**
 * What real Python does besides arithmetic and loops, as templates: each is a few statements that a random program has somewhere in a function's body.
 *
 *     <int>         a variable of that kind; <small>, <condition>, <digit>, <leave>: as they are called in the generator
 *     <=int>        an expression of that kind
 *     <body>        statements, in a line of their own
 *     @name         a name that is new in each place where the template is used
 *
 * Each function has `h` (its checksum), and what `idiomVariables` sets. Loops in here are short, since the generator does not count them, and no
 * generator with a `finally` that does something is left alone: CPython would run that at once, others when they collect.
 */

/** What functions start with. */
export const idiomVariables: readonly string[] = [
  'group = set()',
  `buffer = bytearray(b'abc')`,
  'vector = Vector(1, 2)',
  'calls = []',
  'talk = echo(1)',
  'next(talk)',
];

/** What they end with. */
export const idiomResult = '[sorted(group), list(buffer), vector, len(calls), talk.send(0)]';

export const idioms: readonly string[] = [
  // Ways out of blocks.
  `
try:
    <body>
    if <condition>:
        <leave>
finally:
    <int> += 1
    h = mix(h, <int>)`,
  `
try:
    if <condition>:
        raise Failure(<=int>, <small>)
    <body>
except Failure as @error:
    h = mix(h, @error.code)
finally:
    if <condition>:
        <leave>`,
  `
for @a in range(<digit>):
    try:
        if (@a + <small>) % 4 == 1:
            continue
        if (@a + <small>) % 9 == 2:
            break
        <num> = 100 // ((@a + <small>) % 5)
    except ZeroDivisionError as @error:
        h = mix(h, str(@error))
        continue
    else:
        h = mix(h, <num>)
    finally:
        h = mix(h, @a)
else:
    <int> += 3`,
  `
for @a in range(4):
    for @b in range(@a, 5):
        if (@a * @b + <small>) % 7 == <digit>:
            break
        h = mix(h, @b)
    else:
        continue
    h = mix(h, @a)
    if <condition>:
        break`,
  `
with Manager(<list>, Exception), Manager(<list>, KeyError) as <any>:
    if <condition>:
        <leave>
    throws(<small> % 6)`,
  `h = mix(h, finish(<small>, <=num>))`,
  // Exceptions.
  `
try:
    <any> = throws(<small> % 9)
except (KeyError, Failure) as @error:
    h = mix(h, lines(@error))`,
  `
try:
    try:
        <any> = throws(<small> % 5)
    except KeyError as @error:
        raise Failure(<small>) from @error
    finally:
        h = mix(h, <small>)
except Failure as @outer:
    h = mix(h, f'{type(@outer.__cause__).__name__} {@outer.__context__!r}')
    h = mix(h, sys.exc_info()[1] is @outer)
h = mix(h, sys.exc_info()[0] is None)`,
  `
try:
    pick(<small>, *<list>, **{<str> or 'key': <=num>})
    pick(*[<small>] * (<small> % 3))
except TypeError as @error:
    h = mix(h, str(@error))`,
  `
try:
    <list>.remove(<=num>)
    h = mix(h, <list>.index(<=int>))
except ValueError:
    h = mix(h, len(<list>))`,
  `
try:
    h = mix(h, [int, float, len, iter, fold][<small> % 5](<=any>))
except (TypeError, ValueError, AttributeError) as @error:
    h = mix(h, lines(@error))`,
  // Frames, seen from outside.
  `h = mix(h, peek('<int>'))`,
  `h = mix(h, [peek('<num>'), where(), peek('<any>')])`,
  `
if <condition>:
    h = mix(h, len(locals()) > 3 and locals()['<int>'])`,
  // Functions.
  `
@count = <digit>
def @inner(@a, @b=<=int>):
    nonlocal @count, h
    @count += 1
    if (@a + @count) % 5 == <digit>:
        raise Failure(@a)
    h = mix(h, @b)
    return @count
for @k in range(5):
    try:
        <any> = @inner(@k)
        h = mix(h, @inner(<small>, @b=@k))
    except Failure as @error:
        <int> = @error.code
h = mix(h, @count)`,
  `
calls.append(lambda @a, @b=<small>: @a + @b + fold(<any>) + <small>)
del calls[:-4]`,
  `
for @call in calls:
    h = mix(h, @call(<small>))`,
  `
calls += [fold, abs, int.bit_length, vector.scale][<digit> % 4:]
del calls[:-4]`,
  `
def @deep(@n, *@rest, @key=<digit>):
    if @n <= 0:
        return fold(@rest) + @key
    try:
        return @deep(@n - 1, @n, *@rest[:3], @key=@key + <small> % 3)
    finally:
        @key += 1
h = mix(h, @deep(<small> % 7))`,
  `h = mix(h, ping(<small> % 9, <=num>))`,
  `
if <condition>:
    swap(<small>)
h = mix(h, helper(<small>))`,
  `
h = mix(h, bump(<small>))
if <condition>:
    globals()['dynamic'] = <=num>
h = mix(h, [dynamic, shared])`,
  // Generators.
  `h = mix(h, list(tree(<small> % 5)))`,
  `
try:
    <any> = talk.send(<=int>)
    if <condition>:
        h = mix(h, talk.throw(ValueError(<small>)))
    if <condition>:
        talk.throw(KeyError)
except (StopIteration, KeyError) as @error:
    h = mix(h, type(@error).__name__)
    talk = echo(<small>)
    next(talk)`,
  `
if <condition>:
    talk.close()
    talk = echo(<small>)
    h = mix(h, next(talk))`,
  `
def @steps(@n):
    nonlocal h
    try:
        for @i in range(@n):
            @got = yield @i + <small>
            if @got:
                h = mix(h, @got)
        return @n
    finally:
        h = mix(h, <int>)
@going = @steps(<digit>)
try:
    for @a in @going:
        h = mix(h, @a)
        if <condition>:
            break
        if @a % 5 == 3:
            try:
                @going.send(<=num>)
            except StopIteration as @error:
                h = mix(h, @error.value)
finally:
    @going.close()`,
  `
def @relay():
    @total = yield from walk(<digit>)
    @total = yield from (@x * <small> for @x in <list>)
    return @total
<any> = fold(list(@relay())[-3:])`,
  // Numbers.
  `
@big = <=int> | 1
for @k in range(8):
    @big *= <small> % 1000 + 3
    h = mix(h, @big)
    if @big > <small> << 62:
        @big >>= 40`,
  `
@big = <small> % 7 - 3
for @k in range(7):
    @big = (@big << 13) - @k
<num> = wrap(@big)`,
  `<int> = pow(<small> % 9 + 2, <small> % 70, 1000000007) + 2 ** (<small> % 66)`,
  `<num>, <int> = divmod(<=int>, -<digit> - 1)`,
  `<int> = int(str(<=int>)) + (<=int>).bit_length() - round(<small> / 3)`,
  `<int> = wrap(int.from_bytes(bytes(buffer), 'little') - <small>)`,
  `
@f = <=num> * 1e308 * (<digit> - 4)
h = mix(h, [@f != @f, @f > 0, @f < <=num>, str(@f) if @f - @f != 0 else 7])
<num> = wrap(@f)`,
  `
@f = float('nan') if <condition> else -0.0 * <small>
h = mix(h, [str(@f), @f == @f, @f < 1, @f in [@f], min(@f, <=num>) == @f])`,
  `
try:
    <num> = wrap(<=num> ** (<small> % 5 - 1))
    <int> = int(<=num> / (<small> % 3)) % 1000003
    h = mix(h, round(<num>, <digit> - 2))
except ZeroDivisionError:
    <num> = <digit>`,
  `<num> = (<=num> == <=int>) + (<condition>)`,
  `<any> = Number(<small>) + <small> if <condition> else <small> + Number(<small>)`,
  // Text and bytes.
  `
@t = ''
for @k in range(<digit>):
    @t += chr(97 + (<small> + @k) % 26) if @k != 5 else '\\u20ac'
    if @k == <digit>:
        @t = @t[::-1]
<str> = @t
h = mix(h, [@t, @t[-1:], @t.find('c'), 'b' in @t])`,
  `
for @c in <str>[:8]:
    h = mix(h, ord(@c) if @c.isalpha() else @c)`,
  `<str> = '-'.join([<str>[:3], 'x%d' % <small>, <str>[-3:].title()]).replace(<=str>[:1], '.', 2)[:15]`,
  `h = mix(h, (<str> + ' b,c').split(<=str>[:1] or None))`,
  `h = mix(h, '{:>5}|{!r:.3}|{:x}'.format(<str>[:4], <str>, <small>))`,
  `<str> = <str>.encode('utf-8', 'replace')[:9].decode('utf-8', 'replace').strip('a').zfill(3)`,
  `
buffer.append(<small> % 256)
buffer[<small> % len(buffer)] ^= <digit>
h = mix(h, list(buffer[1:4]))
del buffer[:-6]`,
  `
buffer[1:<digit>] = b'%d' % <small>
h = mix(h, bytes(buffer).hex()[-6:])
del buffer[8:]`,
  // Sequences, sets, dictionaries.
  `
<list>[1:3] = [<=num>, <=num>]
h = mix(h, [<list>[::2], <list>[-2:] + <list>[:2], <list>[5:1:-2]])`,
  `
for @a in <list>:
    if len(<list>) < 9 and <condition>:
        <list>.append(<=num>)
        del <list>[9:]
    h = mix(h, @a)`,
  `
while <list>:
    h = mix(h, <list>.pop())
    if <condition>:
        break`,
  `<list>.sort(key=lambda @a: (fold(@a) + <small>) % 7)`,
  `<list> = [*<list>, *map(fold, <list>)][<digit>:][:6]`,
  `
try:
    h = mix(h, [max(<list>), (<small>, <=num>) < (<small>, <=num>), <=int> in <list>])
except ValueError as @error:
    h = mix(h, str(@error))`,
  `@a, *<list>, <any> = [<=num>, *<list>[:3], <small>]`,
  `
group.add(<small> % 23)
group.discard(<small> % 23)
if <small> % 23 in group:
    h = mix(h, len(group))`,
  `
group ^= {<small> % 23, <digit>}
group = {@a for @a in group if (@a + <small>) % 5 != 3}
for @a in sorted(group):
    h = mix(h, @a)`,
  `
group |= frozenset(range(<digit>))
h = mix(h, [len(group & {1, 2, 3}), group >= {<digit>}, sum(group)])`,
  `
for @a in list(<dict>):
    if (fold(@a) + <small>) % 3 == 1:
        del <dict>[@a]
    else:
        <dict>[@a] = <=num>`,
  `
@d = {}
for @a in <list>:
    @d.setdefault(fold(@a) % 3, []).append(@a)
h = mix(h, @d)`,
  `
@d = Missing({1: <=num>})
for @a in range(<digit>):
    h = mix(h, @d[(@a + <small>) % 4])
h = mix(h, sorted(@d))`,
  `
<dict> = {**<dict>, <small> % 5: <=num>}
if len(<dict>) > 6:
    h = mix(h, <dict>.popitem())`,
  `
@d = {Vector(@a % 3, 1): @a for @a in range(<digit>)}
h = mix(h, [len(@d), @d.get(Vector(<small> % 4, 1)), vector in @d])`,
  // Comprehensions and functions over iterables.
  `<list> = [@a * <small> % 1009 for @a in range(<digit>) if @a % 2 != <small> % 2]`,
  `h = mix(h, [[@b + <small> for @b in range(@a)] for @a in range(4)])`,
  `h = mix(h, [@w for @a in <list> if (@w := fold(@a) + <small>) % 3])`,
  `h = mix(h, [@f(<small>) for @f in [lambda @b: @a + @b for @a in range(<digit>)]])`,
  `h = mix(h, [any(@a == <=num> for @a in <list>), all(fold(@a) > <digit> for @a in <list>), next((@a for @a in <list> if fold(@a) % 2), None)])`,
  `h = mix(h, [list(zip(<list>, <str>)), list(reversed(<list>)), list(filter(None, <list>)), min(<list>, key=lambda @a: -fold(@a), default=<small>)])`,
  `h = mix(h, sum((fold(@a) for @a in <list>), <=int>))`,
  // Objects.
  `vector = vector + <small> if <condition> else <small> + vector`,
  `
vector += Vector(1, <small>)
@a, @b = vector
h = mix(h, [@a, @b, vector[0], vector[-1:], len(vector), -vector])`,
  `
if vector and vector != Vector(<digit>, <small>):
    vector[<digit> % 2] = <=int>
    h = mix(h, vector.total)`,
  `
try:
    vector = vector.of(*<list>[:<digit> % 4])
    h = mix(h, vector + <=any>)
except TypeError as @error:
    h = mix(h, lines(@error))
    vector = Vector(<small>, <digit>)`,
  `
try:
    vector.extra = <digit>
except AttributeError as @error:
    h = mix(h, str(@error))`,
  `
@o = Tracked(<=num>)
@o.w = <=int>
@o.once = <small>
h = mix(h, [@o.v, @o.w, @o.once, @o.twice, @o.anything])
if <condition>:
    Tracked.level = <small> % 3
    del @o.once
h = mix(h, [@o.level, @o.twice])`,
  `
try:
    del <obj>.late
except AttributeError as @error:
    h = mix(h, str(@error))`,
  `
if type(<obj>) is Base:
    <obj>.__class__ = Child
elif type(<obj>) is Child:
    <obj>.__dict__['dynamic'] = <=num>
    h = mix(h, [<obj>.dynamic, <obj>.get(), list(vars(<obj>))])`,
  `
@o = <obj>
if <condition> and type(@o) is Base:
    @o.get = lambda: <small>
h = mix(h, @o.get())
if 'get' in getattr(@o, '__dict__', ()):
    del @o.get`,
  `
class @Local(Base):
    level = <=int>
    def get(self):
        return fold(super().get()) + self.level
    def step(self, k=1):
        self.level = k
        return super().step(k)
@o = @Local(<small>)
for @k in range(4):
    @o.step(@k)
    h = mix(h, @o.get())`,
  `
if <condition>:
    Base.kind = <digit>
h = mix(h, [<obj>.kind, type(<obj>).kind])`,
  `h = mix(h, [getattr(<obj>, 'late', <small>), getattr(<obj>, <str> or 'v', None) is None, callable(<obj>)])`,
  `
match <any>:
    case None:
        h += 1
    case bool() | float():
        h += 2
    case int(@a) if @a > <digit>:
        h = mix(h, @a)
    case [@a, *@b]:
        h = mix(h, @b)
    case str() as @a:
        h = mix(h, @a[:2])
    case Base(v=@a):
        h = mix(h, @a)
    case _:
        h += 3`,
];
