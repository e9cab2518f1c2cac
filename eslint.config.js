/** What is held of the page's code beyond its form, which is prettier's, and its types, which are tsc's. */

import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["web/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: {
      "no-shadow": "error",
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      complexity: ["error", 12],
      "max-lines": ["error", 200],
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Text of people must never become markup: build elements with el()." },
        { property: "outerHTML", message: "Text of people must never become markup: build elements with el()." },
        {
          property: "insertAdjacentHTML",
          message: "Text of people must never become markup: build elements with el().",
        },
      ],
    },
  },
  { files: ["eslint.config.js", "tests/web/modules/*.js"], languageOptions: { globals: globals.node } },
];
