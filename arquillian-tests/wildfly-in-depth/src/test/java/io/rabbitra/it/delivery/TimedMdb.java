package io.rabbitra.it.delivery;

import io.rabbitra.it.probe.Gates;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** A body that begins with "hang" keeps the bean working until its gate is open. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = Names.TIMED),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "2"),
      @ActivationConfigProperty(propertyName = "prefetch", propertyValue = "1"),
    })
public class TimedMdb extends Reporting {

  @Override
  void received(String text, boolean redelivered) {
    if (text.startsWith("hang") && !redelivered) {
      Gates.pass(text);
    }
  }
}
