package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;
import jakarta.jms.JMSException;
import java.util.List;

/** Settles each message by itself, for other sessions work with messages of the same reader. */
record OneByOne(Settler reader) implements Settler {

  /** What acknowledges one message. */
  interface Acknowledgement {
    void of(Taken taken) throws JMSException;
  }

  /**
   * Acknowledges one after the other.
   *
   * @throws JMSException says that the outcome is unknown unless it failed with the first one
   */
  static void acknowledge(List<Taken> taken, Acknowledgement acknowledgement) throws JMSException {
    boolean first = true;
    for (Taken one : taken) {
      try {
        acknowledgement.of(one);
      } catch (JMSException e) {
        throw first || !(e.getCause() instanceof BrokerException failure)
            ? e
            : JmsErrors.of(failure.withPartDone());
      }
      first = false;
    }
  }

  @Override
  public void writeAcknowledgements(List<Taken> taken) throws JMSException {
    acknowledgeAll(taken);
  }

  @Override
  public void awaitSettled(int count) throws JMSException {
    reader.awaitSettled(0);
  }

  @Override
  public void acknowledge(Taken taken) throws JMSException {
    reader.acknowledge(taken);
  }

  @Override
  public void acknowledgeAll(List<Taken> taken) throws JMSException {
    acknowledge(taken, reader::acknowledge);
  }

  @Override
  public void giveBack(List<Taken> failed) throws JMSException {
    for (Taken one : failed) {
      reader.reject(one);
    }
  }

  @Override
  public void reject(Taken taken) throws JMSException {
    reader.reject(taken);
  }
}
