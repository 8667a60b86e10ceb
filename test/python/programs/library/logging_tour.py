"""logging: levels, handlers, formatters, filters, configuration."""
import io
import logging
import logging.config
import logging.handlers

stream = io.StringIO()
handler = logging.StreamHandler(stream)
handler.setFormatter(logging.Formatter("%(levelname)-8s|%(name)s|%(message)s|%(funcName)s|%(lineno)d"))
log = logging.getLogger("app.part")
log.propagate = False
log.addHandler(handler)
log.setLevel(logging.DEBUG)
log.debug("d %d", 1)
log.info("i %(a)s", {"a": 2})
log.warning("w")
log.log(25, "custom")
logging.addLevelName(25, "NOTE")
log.log(25, "custom")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
print("\n".join(line for line in stream.getvalue().splitlines() if "File" not in line))
print(log, log.isEnabledFor(5), log.getEffectiveLevel(), logging.getLevelName(30), logging.getLevelName("ERROR"), log.parent)


class Upper(logging.Filter):
    def filter(self, record):
        record.msg = str(record.msg).upper()
        return record.levelno >= logging.WARNING


stream.truncate(0), stream.seek(0)
log.addFilter(Upper())
handler.setFormatter(logging.Formatter("{levelname}:{message}", style="{"))
log.info("hidden")
log.error("shown")
adapter = logging.LoggerAdapter(log, {"user": "bob"})
handler.setFormatter(logging.Formatter("$user $message", style="$", defaults={"user": "-"}))
adapter.warning("adapted")
log.warning("plain")
print(stream.getvalue())
memory = logging.handlers.MemoryHandler(10, target=handler, flushLevel=logging.CRITICAL)
log.handlers[:] = [memory]
stream.truncate(0), stream.seek(0)
log.warning("kept")
print(repr(stream.getvalue()))
log.critical("now")
print(repr(stream.getvalue()))
logging.config.dictConfig({
    "version": 1,
    "formatters": {"f": {"format": "%(name)s/%(levelname)s %(message)s"}},
    "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "f", "stream": "ext://sys.stdout", "level": "INFO"}},
    "loggers": {"conf": {"handlers": ["h"], "level": "DEBUG"}},
})
logging.getLogger("conf.sub").debug("no")
logging.getLogger("conf.sub").info("yes")
record = logging.makeLogRecord({"msg": "m %s", "args": (1,), "levelname": "X"})
print(record.getMessage(), logging.Formatter("%(asctime)s").formatTime(logging.makeLogRecord({"created": 0, "msecs": 0}), "%Y")[:2])
logging.disable(logging.CRITICAL)
logging.getLogger("conf").critical("off")
try:
    logging.getLogger(5)
except TypeError as error:
    print(error)
try:
    log.setLevel("NOPE")
except ValueError as error:
    print(error)
