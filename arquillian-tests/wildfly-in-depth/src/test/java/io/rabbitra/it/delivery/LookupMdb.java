package io.rabbitra.it.delivery;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Broker properties and destination by JNDI names. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = Names.LOOKED_UP_JNDI),
      @ActivationConfigProperty(
          propertyName = "connectionFactoryLookup",
          propertyValue = Names.OTHER_FACTORY),
    })
public class LookupMdb extends Reporting {}
