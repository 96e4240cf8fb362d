package io.rabbitra.it.delivery;

import io.rabbitra.DoNotRedeliverException;
import io.rabbitra.RequeueNowException;

/** Fails as the body wants it. */
public abstract class Failing extends Reporting {

  @Override
  void received(String text, boolean redelivered) {
    if (text.startsWith("always")) {
      throw new IllegalStateException("outer", new ArithmeticException("inner"));
    }
    if (text.startsWith("never-again")) {
      throw new DoNotRedeliverException("of no use");
    }
    if (text.startsWith("requeue") && !redelivered) {
      throw new RequeueNowException("somebody else");
    }
  }
}
