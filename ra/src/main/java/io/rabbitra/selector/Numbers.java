package io.rabbitra.selector;

/**
 * Arithmetic and comparison with the binary numeric promotion of Java (JLS 5.6.2), also in that int
 * and long overflow silently. The operands are of the six numeric types of message properties.
 */
final class Numbers {

  private Numbers() {}

  /** Whether it is of a numeric type that a message property can have. */
  static boolean isNumber(Object value) {
    return value instanceof Long
        || value instanceof Integer
        || value instanceof Double
        || value instanceof Float
        || value instanceof Short
        || value instanceof Byte;
  }

  /** Null if the divisor is zero, exact or approximate: unknown. */
  static Number calculate(ArithmeticOperator operator, Number left, Number right) {
    if (operator == ArithmeticOperator.DIVIDE && right.doubleValue() == 0) {
      return null;
    }
    if (left instanceof Double || right instanceof Double) {
      return ofDoubles(operator, left.doubleValue(), right.doubleValue());
    }
    if (left instanceof Float || right instanceof Float) {
      return ofFloats(operator, left.floatValue(), right.floatValue());
    }
    if (left instanceof Long || right instanceof Long) {
      return ofLongs(operator, left.longValue(), right.longValue());
    }
    return (int) ofLongs(operator, left.intValue(), right.intValue());
  }

  static Number negate(Number value) {
    if (value instanceof Double) {
      return -value.doubleValue();
    }
    if (value instanceof Float) {
      return -value.floatValue();
    }
    if (value instanceof Long) {
      return -value.longValue();
    }
    return -value.intValue();
  }

  static boolean compare(ComparisonOperator operator, Number left, Number right) {
    if (left instanceof Double || right instanceof Double) {
      return holds(operator, left.doubleValue(), right.doubleValue());
    }
    if (left instanceof Float || right instanceof Float) {
      return holds(operator, left.floatValue(), right.floatValue());
    }
    return operator.holds(Long.compare(left.longValue(), right.longValue()));
  }

  /** Not a number is unequal to everything and neither less nor greater. */
  private static boolean holds(ComparisonOperator operator, double left, double right) {
    if (Double.isNaN(left) || Double.isNaN(right)) {
      return operator == ComparisonOperator.NOT_EQUAL;
    }
    return operator.holds(left < right ? -1 : left > right ? 1 : 0);
  }

  private static double ofDoubles(ArithmeticOperator operator, double left, double right) {
    return switch (operator) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
    };
  }

  private static float ofFloats(ArithmeticOperator operator, float left, float right) {
    return switch (operator) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
    };
  }

  private static long ofLongs(ArithmeticOperator operator, long left, long right) {
    return switch (operator) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
    };
  }
}
