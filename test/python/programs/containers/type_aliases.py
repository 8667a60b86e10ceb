def eq(a,b):
    if not a==b: print("not equal:", a, b)
G=list[int]
eq(G.__origin__,list)
eq(G.__args__,(int,))
eq(G(),[])
eq(G==list[int],True)
eq(hash(G)==hash(list[int]),True)
U=int|str
eq(U==str|int,True)
eq(isinstance(1,U),True)
eq(isinstance(1.5,U),False)
eq((int|None).__args__,(int,type(None)))
eq(int|int,int)
class A(list[int]): pass
eq(A.__orig_bases__,(list[int],))
eq(A.__bases__,(list,))
eq([*tuple[int]][0].__unpacked__,True)
eq(repr(list[int]),'list[int]')
eq(repr(int|None),'int | None')
eq(repr(tuple[()]),'tuple[()]')
eq(repr(dict[str,list[int]]),'dict[str, list[int]]')
print('ok3')
