package io.rabbitra.it.tx;

/** What the beans consume from and send to. */
public final class Names {

  public static final String POOLED = "java:/jms/Pooled";
  public static final String NATIVE = "java:/amqp/Native";
  public static final String DATABASE = "java:/jdbc/Ledger";

  public static final String TRANSFERS = "it.tx.transfers";
  public static final String DEMARCATED = "it.tx.demarcated";
  public static final String UNTRANSACTED = "it.tx.untransacted";
  public static final String OUT = "it.tx.out";
  public static final String VANISHING = "it.tx.vanishing";
  public static final String DEAD = "it.tx.dead";

  private Names() {}
}
