package io.rabbitra.benchmark.micro;

import io.rabbitra.benchmark.micro.SampleMessages.Wire;
import io.rabbitra.selector.Selector;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Message selectors, evaluated with a message that was received. */
@State(Scope.Benchmark)
public class SelectorBenchmark {

  /** What a parameter stands for. */
  public enum Text {
    SIMPLE("quantity > 40"),
    COMPOUND(
        "region LIKE 'europe-%' AND customer IN ('customer-1', 'customer-4711', 'customer-9')"
            + " AND quantity BETWEEN 10 AND 50 AND NOT (JMSPriority < 4 OR account IS NULL)");

    private final String selector;

    Text(String selector) {
      this.selector = selector;
    }
  }

  /** All of them select the message, so that nothing of them is skipped. */
  @Param public Text text;

  private Selector selector;
  private Message received;

  @Setup
  public void make() throws JMSException {
    selector = Selector.parse(text.selector);
    received = Wire.of(SampleMessages.text()).decodedBy(SampleMessages.mapper());
    if (!selector.matches(received)) {
      throw new IllegalStateException(selector + " does not select the message");
    }
  }

  @Benchmark
  public Selector parse() throws JMSException {
    return Selector.parse(text.selector);
  }

  @Benchmark
  public boolean evaluate() {
    return selector.matches(received);
  }
}
