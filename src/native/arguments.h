// Reading and checking arguments. What does not fit throws a TypeError that names the argument.
#pragma once
#include <napi.h>

#include <cstdint>
#include <string>

// A half-open piece of the address space.
struct Range {
  uintptr_t start;
  uintptr_t end;

  size_t size() const { return end - start; }
  bool contains(uintptr_t address) const { return start <= address && address < end; }
  bool contains(const Range& other) const { return start <= other.start && other.end <= end; }
};

size_t page_size();

// An integer from 0 to 2^53 - 1; `name` is the argument's.
uint64_t integer_argument(Napi::Env env, Napi::Value value, const char* name);
uint64_t integer_argument(const Napi::CallbackInfo& info, size_t index, const char* name);
// An address: an integer that is not 0.
uintptr_t address_argument(const Napi::CallbackInfo& info, size_t index, const char* name);
// A size in bytes: an integer that is not 0.
size_t size_argument(const Napi::CallbackInfo& info, size_t index, const char* name);
std::string string_argument(const Napi::CallbackInfo& info, size_t index, const char* name);
// The arguments `address` and `size` from `index` on. In whole pages, if `unit` is the page size.
Range range_arguments(const Napi::CallbackInfo& info, size_t index, size_t unit);
void check_multiple(Napi::Env env, uint64_t value, uint64_t unit, const char* name);

[[noreturn]] void throw_type_error(Napi::Env env, const std::string& message);
[[noreturn]] void throw_error(Napi::Env env, const std::string& message);
// An Error with the text of the C library's `errno`.
[[noreturn]] void throw_errno(Napi::Env env, const std::string& what);
[[noreturn]] void throw_unsupported(Napi::Env env);

Napi::Value number(Napi::Env env, uint64_t value);
