// Calls between JavaScript and machine code.
//
//   JavaScript -> enter(address, argument) -> uint64_t machine_code(uint64_t)
//   machine code -> uint64_t host_call(uint64_t id) -> the function given to setHostCall, with the id
//
// Both may nest. Everything runs on the thread's own stack; code that runs on another one goes back to it for host_call.
//
// Exceptions: no C++ or V8 frame is ever unwound through machine code. If the JavaScript function throws, host_call keeps
// what was thrown and returns 1, and the machine code has to return to its `enter`, which throws it. Host calls made
// on the way do nothing but return 1. (A worker that is being terminated takes the same way.)
#include <cmath>

#include "arguments.h"
#include "functions.h"
#include "instance.h"

namespace {

// The environment whose machine code runs on this thread: host_call gets no other hint.
thread_local Instance* running = nullptr;

// Large enough for addresses and small negative numbers; beyond, doubles have gaps.
constexpr double max_safe_integer = 9007199254740991.0;

constexpr const char* thrown_key = "value";

// Takes over the exception that is pending, or a new one with this message.
uint64_t start_unwinding(Instance* instance, napi_env env, const char* message) {
  napi_value value;
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (pending) {
    napi_get_and_clear_last_exception(env, &value);
  } else {
    napi_value text;
    if (napi_create_string_utf8(env, message, NAPI_AUTO_LENGTH, &text) != napi_ok ||
        napi_create_error(env, nullptr, text, &value) != napi_ok) {
      napi_get_undefined(env, &value);
    }
  }
  // Fails if the environment is ending, and then nobody sees the exception.
  napi_set_named_property(env, instance->thrown.Value(), thrown_key, value);
  instance->unwinding = true;
  return 1;
}

napi_value throw_kept(Instance* instance, napi_env env) {
  instance->unwinding = false;
  const napi_value holder = instance->thrown.Value();
  napi_value value, undefined;
  if (napi_get_named_property(env, holder, thrown_key, &value) == napi_ok) {
    napi_get_undefined(env, &undefined);
    napi_set_named_property(env, holder, thrown_key, undefined);
    if (napi_throw(env, value) == napi_ok) return nullptr;
  }
  // A worker that is being terminated takes no exceptions: V8 ends the JavaScript that called `enter`, in a moment.
  napi_value nothing = nullptr;
  napi_create_double(env, std::nan(""), &nothing);
  return nothing;
}

extern "C" uint64_t host_call(uint64_t id) {
  Instance* const instance = running;
  if (instance == nullptr || instance->unwinding) return 1;
  const napi_env env = instance->env;
  napi_handle_scope scope;
  if (napi_open_handle_scope(env, &scope) != napi_ok) return start_unwinding(instance, env, "no handle scope");
  napi_value receiver, argument, result;
  uint64_t status = 0;
  if (instance->host_call.IsEmpty()) {
    status = start_unwinding(instance, env, "machine code made a host call, but no function is set for it");
  } else if (napi_get_undefined(env, &receiver) != napi_ok ||
      napi_create_double(env, static_cast<double>(id), &argument) != napi_ok ||
      napi_call_function(env, receiver, instance->host_call.Value(), 1, &argument, &result) != napi_ok) {
    status = start_unwinding(instance, env, "the environment is ending");
  }
  napi_close_handle_scope(env, scope);
  return status;
}

bool is_integer(double number) {
  return std::fabs(number) <= max_safe_integer && number == std::floor(number);
}

}  // namespace

napi_value enter(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2];
  void* data = nullptr;
  double address = 0;
  double argument = 0;
  napi_get_cb_info(env, info, &count, arguments, nullptr, &data);
  if (napi_get_value_double(env, arguments[0], &address) != napi_ok || !is_integer(address) || address <= 0) {
    napi_throw_type_error(env, nullptr, "address must be an integer from 1 to 2^53 - 1");
    return nullptr;
  }
  if (napi_get_value_double(env, arguments[1], &argument) != napi_ok || !is_integer(argument)) {
    napi_throw_type_error(env, nullptr, "argument must be an integer between -2^53 and 2^53");
    return nullptr;
  }
  Instance* const instance = static_cast<Instance*>(data);
  if (instance->unwinding) {
    napi_throw_error(env, nullptr, "machine code is unwinding");
    return nullptr;
  }
  using MachineCode = uint64_t (*)(uint64_t);
  const auto code = reinterpret_cast<MachineCode>(static_cast<uintptr_t>(address));
  Instance* const outer = running;
  running = instance;
  const uint64_t result = code(static_cast<uint64_t>(static_cast<int64_t>(argument)));
  running = outer;
  if (instance->unwinding) return throw_kept(instance, env);
  napi_value value = nullptr;
  napi_create_double(env, static_cast<double>(static_cast<int64_t>(result)), &value);
  return value;
}

void set_host_call(const Napi::CallbackInfo& info) {
  if (!info[0].IsFunction()) throw_type_error(info.Env(), "function must be a function");
  Instance::of(info).host_call = Napi::Persistent(info[0].As<Napi::Function>());
}

Napi::Value host_call_address(const Napi::CallbackInfo& info) {
  return number(info.Env(), reinterpret_cast<uintptr_t>(&host_call));
}
