package io.rabbitra.inbound;

/**
 * The activation configuration of a bean that implements {@code io.rabbitra.AmqpListener}. A class
 * of its own because some servers find the descriptor's entry by the class of the ActivationSpec.
 */
public class AmqpActivationSpec extends RabbitActivationSpec {

  private static final long serialVersionUID = 1L;
}
