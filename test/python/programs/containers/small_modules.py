def eq(a,b):
    if not a==b: print("not equal:", a, b)
import _heapq as hq, _bisect as bi, _opcode as oc, _statistics as st
h=[5,3,8,1,9,2]
hq.heapify(h)
eq([hq.heappop(h) for i in range(6)],[1,2,3,5,8,9])
for x in [3,1,2]: hq.heappush(h,x)
eq(hq.heappushpop(h,0),0)
eq(hq.heapreplace(h,9),1)
eq(h[0],2)
eq(bi.bisect_right([1,2,2,3],2),3)
eq(bi.bisect_left([1,2,2,3],2),1)
l=[1,3]
bi.insort_right(l,2)
eq(l,[1,2,3])
eq(abs(st._normal_dist_inv_cdf(0.975,0.0,1.0)-1.959963984540054)<1e-12,True)
eq(st._normal_dist_inv_cdf(0.9,1.0,2.0),3.5631031310892016)
print('ok4')
