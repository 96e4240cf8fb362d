package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;

/** Told when a physical connection is lost; called on a thread of the adapter that may block. */
public interface LossListener {

  void lost(BrokerException failure);
}
