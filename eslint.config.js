/**
 * typescript-eslint's strict type-checked rules, without those that fight RTypeScript or the house style.
 * Each rule that is off says why.
 */
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['lib/', 'prebuilds/', 'build/', 'node_modules/', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // RThrowables are not Errors: a JavaScript stack for each would be slow. `check:rts` keeps what is thrown.
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      // `catch (e)` hands `e` to `caught`.
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
      // Ints and strings are what template literals of RTypeScript take.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/restrict-plus-operands': 'error',
      // Index loops and `=== true` are clearer than their short forms where the compiler has to see them.
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'off',
      // TypeScript's view of what can be null stops at array bounds, and RTypeScript tests for null itself.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Taking away null of array items (`items[i] as T`) has no other form without a call.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // `int` is number for the type checker only; the alias is what documents and what the front end reads.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      '@typescript-eslint/no-inferrable-types': 'off',
      // Subclasses that add nothing, methods that do nothing, and classes of static members are fine.
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-useless-constructor': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/class-methods-use-this': 'off',
      // Types that are written once per use keep casts visible (`read<T>()`).
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // const enums share values with the ints that they are stored as.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-mixed-enums': 'off',
      // The rule does not see that a flavoured number is a number.
      '@typescript-eslint/no-unsafe-unary-minus': 'off',
      // Walking a chain of classes starts at `this`.
      '@typescript-eslint/no-this-alias': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', 1000],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Samples show what the front end has to understand, tidy or not.
      '@typescript-eslint/no-unused-vars': 'off',
      '@typescript-eslint/no-unnecessary-type-conversion': 'off',
      // mocha's `describe` and `it` return nothing that has to be awaited.
      '@typescript-eslint/no-floating-promises': 'off',
    },
  },
);
