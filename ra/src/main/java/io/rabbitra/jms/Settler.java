package io.rabbitra.jms;

import jakarta.jms.JMSException;
import java.util.List;

/** Where a message is settled that was taken from a {@link Reader}. */
interface Settler {

  /** basic.ack of one message. */
  void acknowledge(Taken taken) throws JMSException;

  /** basic.ack of all that was taken and is not settled, which is these, in this order. */
  void acknowledgeAll(List<Taken> taken) throws JMSException;

  /** As {@link #acknowledgeAll}, but what it takes to {@link #awaitSettled} stays there. */
  void writeAcknowledgements(List<Taken> taken) throws JMSException;

  /**
   * Returns when the broker has got the acknowledgements that were written before, or throws if
   * that is unknown.
   *
   * @param count how many there were
   */
  void awaitSettled(int count) throws JMSException;

  /**
   * Everything goes back to the broker, which delivers it again in the old order: what is listed
   * counts as an attempt that failed, what waits here does not.
   */
  void giveBack(List<Taken> failed) throws JMSException;

  /** One message goes back, as an attempt that failed, whatever becomes of the others. */
  void reject(Taken taken) throws JMSException;
}
