package io.rabbitra.it.delivery;

/** What the beans consume. */
public final class Names {

  public static final String DEAD = "it.delivery.dead";
  public static final String OWN_API = "it.delivery.own-api";
  public static final String SHARED_API = "it.delivery.shared-api";
  public static final String TOPIC = "it.delivery.topic";
  public static final String SELECTED = "it.delivery.selected";
  public static final String NATIVE = "it.delivery.native";
  public static final String POOLED = "it.delivery.pooled";
  public static final String TIMED = "it.delivery.timed";

  /** A connection factory whose connections are named {@value #OTHER_NAME}. */
  public static final String OTHER_FACTORY = "java:/jms/Other";

  public static final String OTHER_NAME = "other";

  /** An administered queue, {@value #LOOKED_UP}, that is declared. */
  public static final String LOOKED_UP_JNDI = "java:/jms/LookedUp";

  public static final String LOOKED_UP = "it.delivery.looked-up";

  /** An administered queue, {@value #FORMER}, that is declared. */
  public static final String FORMER_JNDI = "java:/jms/Former";

  public static final String FORMER = "it.delivery.former";

  private Names() {}
}
