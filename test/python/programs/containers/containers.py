def raises(exc, f, msg=None):
    try: f()
    except exc as e:
        if msg is not None and e.args[0] != msg: print("wrong message", e.args[0], "expected", msg)
    else: print("no exception", msg)
def eq(a,b):
    if not a==b:
        print("not equal:", a, b)
eq(list(range(5)),[0,1,2,3,4])
eq(list(range(10,0,-3)),[10,7,4,1])
eq(range(10)[2:8:2],range(2,8,2))
eq(len(range(0,10,3)),4)
eq(sorted([3,1,2]*20),[1]*20+[2]*20+[3]*20)
eq(sorted(range(1000),reverse=True),list(range(999,-1,-1)))
l=list(range(10))
del l[1::3]
eq(l,[0,2,3,5,6,8,9])
del l[::-2]
eq(l,[2,5,8])
l=[1,2,3]
l.insert(1,'x')
eq(l,[1,'x',2,3])
eq(l.pop(),3)
eq(l.pop(0),1)
l.remove('x')
eq(l,[2])
l+=(4,5)
eq(l,[2,4,5])
l*=2
eq(l,[2,4,5,2,4,5])
eq(l.index(5,3),5)
eq(l.count(2),2)
raises(ValueError,lambda:l.index(99)) 
raises(IndexError,lambda:l[99],'list index out of range')
raises(TypeError,lambda:l['a'],'list indices must be integers or slices, not str')
raises(TypeError,lambda:(1,)['a'],'tuple indices must be integers or slices, not str')
raises(IndexError,lambda:[].pop(),'pop from empty list')
raises(ValueError,lambda:[].remove(1),'list.remove(x): x not in list')
l=[3,1,2]
def k(x):
    l.append(1); return x
raises(ValueError,lambda:l.sort(key=k),'list modified during sort'); eq(l,[1,2,3])
d={'a':1,2:3}
eq(d.pop('a'),1)
eq(d.setdefault(2,5),3)
eq(d|{3:4},{2:3,3:4})
eq(dict([(1,2)],x=3),{1:2,'x':3})
raises(KeyError,lambda:d['zz'],'zz')
def f():
    for k in d: d[k+1]=1
raises(RuntimeError,f,'dictionary changed size during iteration')
eq(d.popitem(),(3,1))
eq(list(reversed({1:1,2:2})),[2,1])
eq(list({1:1,2:2}.items()),[(1,1),(2,2)])
eq(dict.fromkeys([1,2],0),{1:0,2:0})
class D(dict):
    def __missing__(s,k): return k*2
eq(D()[4],8)
eq({1,2}|{3},{1,2,3})
eq({1,2}&{2},{2})
eq({1,2}-{2},{1})
eq({1,2}^{2,3},{1,3})
eq({1}<{1,2},True)
eq(frozenset([1,2])=={1,2},True)
eq(hash(frozenset([1,2,3])),hash(frozenset([3,2,1])))
eq(frozenset([1]) in {frozenset([1])},True)
eq({1} in {frozenset([1])},True)
raises(TypeError,lambda:{[]}, "unhashable type: 'list'")
raises(TypeError,lambda:{1}|[1],"unsupported operand type(s) for |: 'set' and 'list'")
raises(ValueError,lambda:list(zip([1],[1,2],strict=True)),'zip() argument 2 is longer than argument 1')
eq(max([1,3,2]),3)
eq(min(3,1),1)
eq(sum([1.5,2.5]),4.0)
eq(sum([[1],[2]],[]),[1,2])
eq(max([],default=4),4)
eq(list(reversed([1,2,3])),[3,2,1])
eq(list(reversed((1,2))),[2,1])
raises(TypeError,lambda:reversed({1}),"'set' object is not reversible")
class Z(zip):
    n=0
    def __next__(self):
        Z.n+=1
        return super().__next__()
eq(list(Z([1],[2])),[(1,2)])
eq(Z.n,2)
a=[];a.append(a)
class E:
    def __eq__(s,o): return True
    def __hash__(s): return 1
eq([E()],[5])
eq((1,2)<(1,3),True)
eq([1,2]<[1],False)
s={1,2,3}
s.discard(1)
eq(s,{2,3})
eq(s.pop() in (2,3),True)
s.clear()
eq(len(s),0)
raises(KeyError,lambda:s.pop(),'pop from an empty set')
eq((1,2)+(3,),(1,2,3))
eq((1,)*3,(1,1,1))
eq(hash((1,2))==hash((1,2)),True)
eq((1,2,3)[::-1],(3,2,1))
raises(TypeError,lambda:[1]+(1,),'can only concatenate list (not "tuple") to list')
eq({1:2}.keys()&[1],{1})
eq({1:2}.items()=={(1,2)},True)
eq(list({1:2}.values()),[2])
def setl():
    x=[1,2,3]; x[::2]=[1]
raises(ValueError,setl,'attempt to assign sequence of size 1 to extended slice of size 2')
eq(3 in range(10),True)
eq(10 in range(10),False)
eq(range(0,10,3).index(6),2)
eq(range(0)==range(2,2),True)
eq(range(10)[-1],9)
it=iter([1,2,3]); next(it)
eq(it.__length_hint__(),2)
eq(next(iter([]),7),7)
print('ok')
