package io.rabbitra.it.delivery;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** The exceptions are of a jar in the war itself. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = Names.OWN_API),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "2"),
      @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "2"),
      @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "1000"),
      @ActivationConfigProperty(propertyName = "deadLetterQueue", propertyValue = Names.DEAD),
    })
public class OwnApiMdb extends Failing {}
