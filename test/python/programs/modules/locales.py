import locale
import fcntl

print(locale.setlocale(locale.LC_CTYPE), locale.setlocale(locale.LC_ALL, 'C'), locale.setlocale(locale.LC_ALL, ''))
try:
    locale.setlocale(locale.LC_ALL, 'xx_XX')
except locale.Error as e:
    print(repr(e))
print(sorted(locale.localeconv().items()))
print(locale.nl_langinfo(locale.MON_3), locale.nl_langinfo(locale.ABDAY_1), locale.getpreferredencoding())
print(locale.strxfrm('abc'), locale.strcoll('a', 'b') < 0, locale.strcoll('a', 'a'), locale.format_string('%d', 1234, True))
print(fcntl.LOCK_EX, fcntl.F_GETFL, fcntl.DN_MULTISHOT)
import grp
print(grp.getgrgid(0), grp.getgrnam('root') == grp.getgrall()[0])
for bad in (lambda: grp.getgrnam('no such'), lambda: grp.getgrgid(987654)):
    try:
        bad()
    except KeyError as e:
        print(e)
