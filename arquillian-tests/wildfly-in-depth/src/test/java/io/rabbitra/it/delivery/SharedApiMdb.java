package io.rabbitra.it.delivery;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** The exceptions are those of the adapter's own class loader. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = Names.SHARED_API),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "2"),
      @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "2"),
      @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "1000"),
      @ActivationConfigProperty(propertyName = "deadLetterQueue", propertyValue = Names.DEAD),
    })
public class SharedApiMdb extends Failing {}
