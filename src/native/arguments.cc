#include "arguments.h"

#include <cerrno>
#include <cmath>
#include <system_error>

#ifdef _WIN32
#include <windows.h>
#else
#include <unistd.h>
#endif

namespace {

// The largest integer that a JavaScript number holds together with all smaller ones.
constexpr double max_safe_integer = 9007199254740991.0;

}  // namespace

size_t page_size() {
#ifdef _WIN32
  SYSTEM_INFO system;
  GetSystemInfo(&system);
  return system.dwPageSize;
#else
  static const size_t size = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return size;
#endif
}

uint64_t integer_argument(Napi::Env env, Napi::Value value, const char* name) {
  if (!value.IsNumber()) throw_type_error(env, std::string(name) + " must be a number");
  const double number = value.As<Napi::Number>().DoubleValue();
  if (!(number >= 0 && number <= max_safe_integer) || number != std::floor(number)) {
    throw_type_error(env, std::string(name) + " must be an integer from 0 to 2^53 - 1");
  }
  return static_cast<uint64_t>(number);
}

uint64_t integer_argument(const Napi::CallbackInfo& info, size_t index, const char* name) {
  return integer_argument(info.Env(), info[index], name);
}

uintptr_t address_argument(const Napi::CallbackInfo& info, size_t index, const char* name) {
  const uint64_t address = integer_argument(info, index, name);
  if (address == 0) throw_type_error(info.Env(), std::string(name) + " must not be 0");
  return address;
}

size_t size_argument(const Napi::CallbackInfo& info, size_t index, const char* name) {
  return address_argument(info, index, name);
}

std::string string_argument(const Napi::CallbackInfo& info, size_t index, const char* name) {
  if (!info[index].IsString()) throw_type_error(info.Env(), std::string(name) + " must be a string");
  const std::string text = info[index].As<Napi::String>().Utf8Value();
  if (text.find('\0') != std::string::npos) {
    throw_type_error(info.Env(), std::string(name) + " must not contain NUL");
  }
  return text;
}

Range range_arguments(const Napi::CallbackInfo& info, size_t index, size_t unit) {
  const uintptr_t start = address_argument(info, index, "address");
  const size_t size = size_argument(info, index + 1, "size");
  check_multiple(info.Env(), start, unit, "address");
  check_multiple(info.Env(), size, unit, "size");
  return {start, start + size};
}

void check_multiple(Napi::Env env, uint64_t value, uint64_t unit, const char* name) {
  if (value % unit != 0) throw_type_error(env, std::string(name) + " must be a multiple of " + std::to_string(unit));
}

void throw_type_error(Napi::Env env, const std::string& message) {
  throw Napi::TypeError::New(env, message);
}

void throw_error(Napi::Env env, const std::string& message) {
  throw Napi::Error::New(env, message);
}

void throw_errno(Napi::Env env, const std::string& what) {
  const int code = errno;
  throw_error(env, what + ": " + std::generic_category().message(code));
}

void throw_unsupported(Napi::Env env) {
  throw_error(env, "not supported on this platform");
}

Napi::Value number(Napi::Env env, uint64_t value) {
  return Napi::Number::New(env, static_cast<double>(value));
}
