package io.rabbitra.it.delivery;

import io.rabbitra.it.probe.Gates;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Has more sessions than the server lends instances. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = Names.POOLED),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "6"),
      @ActivationConfigProperty(propertyName = "prefetch", propertyValue = "2"),
    })
public class PooledMdb extends Reporting {

  @Override
  void received(String text, boolean redelivered) {
    Gates.pass("pool");
  }
}
