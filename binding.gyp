# The thin addon (docs/native.md). node-gyp-build loads what this makes; package.json says `gypfile: false`, so that npm never builds it by itself.
{
  'targets': [
    {
      'target_name': 'tspy_native',
      'dependencies': [
        '<!(node -p "require(\'node-addon-api\').targets"):node_addon_api_except',
      ],
      'defines': [ 'NAPI_VERSION=8' ],
      'sources': [
        'src/native/addon.cc',
        'src/native/arguments.cc',
        'src/native/call.cc',
        'src/native/instance.cc',
      ],
      'cflags_cc': [ '-Wall', '-Wextra', '-fvisibility=hidden' ],
      'xcode_settings': { 'GCC_SYMBOLS_PRIVATE_EXTERN': 'YES' },
      'conditions': [
        [ 'OS!="win"', {
          'sources': [
            'src/native/code-space.cc',
            'src/native/crash-report.cc',
            'src/native/memory.cc',
            'src/native/pin.cc',
            'src/native/signal-stack.cc',
            'src/native/signals.cc',
            'src/native/symbol.cc',
          ],
        } ],
      ],
    },
  ],
}
