package io.rabbitra.selector;

/** The binary arithmetic operators (Jakarta Messaging 3.1, 3.8.1.1). */
enum ArithmeticOperator {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE;

  static ArithmeticOperator of(String symbol) {
    return switch (symbol) {
      case "+" -> ADD;
      case "-" -> SUBTRACT;
      case "*" -> MULTIPLY;
      case "/" -> DIVIDE;
      default -> throw new IllegalArgumentException(symbol);
    };
  }
}
