package io.rabbitra.destination;

import jakarta.jms.JMSException;

/** The connection that made a temporary destination, as its destinations see it. Thread-safe. */
@FunctionalInterface
public interface TemporaryOwner {

  /**
   * Deletes one of its temporary destinations; one that is gone already is no error.
   *
   * @throws JMSException {@code IllegalStateException} if something receives from it (Jakarta
   *     Messaging 3.1, section 6.2.2)
   */
  void delete(RabbitDestination destination) throws JMSException;
}
