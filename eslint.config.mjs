import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const typed = { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } };

// Biome formats and does the plain lint; here stand only the rules that need types.
export default tseslint.config(
  globalIgnores(['dist/', 'out/', 'coverage/', 'samples/', 'src/report/generated/', '**/*.mjs']),
  {
    files: ['src/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: typed,
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // There are no enums, and next to no classes: these would only cost time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // tsc says it already, and knows that a name taken out of an object by `...rest` is used.
      '@typescript-eslint/no-unused-vars': 'off',
      // There is no `this` in this code: methods are closures, made to be taken apart.
      '@typescript-eslint/unbound-method': 'off',
      // A function may be async because its neighbours in a table are.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // A forgotten `await` makes a test that cannot fail.
    files: ['test/**/*.ts'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser, ...typed },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
);
