package io.rabbitra.it.jms;

import jakarta.ejb.Local;

/** A bean with a JMSContext of the container, of which a war has one class. */
@Local
public interface Injected {

  String sendWithoutTransaction(String queue);

  String sendAndRollBack(String queue);

  String forbidden();
}
