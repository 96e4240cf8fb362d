package io.rabbitra.selector;

/** The comparison operators (Jakarta Messaging 3.1, 3.8.1.1). */
enum ComparisonOperator {
  EQUAL("="),
  NOT_EQUAL("<>"),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">=");

  private final String symbol;

  ComparisonOperator(String symbol) {
    this.symbol = symbol;
  }

  static ComparisonOperator of(String symbol) {
    for (ComparisonOperator operator : values()) {
      if (operator.symbol.equals(symbol)) {
        return operator;
      }
    }
    throw new IllegalArgumentException(symbol);
  }

  String symbol() {
    return symbol;
  }

  /** Strings and booleans can be compared with these two only. */
  boolean isEquality() {
    return this == EQUAL || this == NOT_EQUAL;
  }

  /**
   * @param order as of {@link java.util.Comparator#compare}
   */
  boolean holds(int order) {
    return switch (this) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }
}
