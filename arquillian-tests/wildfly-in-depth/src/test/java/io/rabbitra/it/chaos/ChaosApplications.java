package io.rabbitra.it.chaos;

/** Which class of this package belongs into which archive. */
public final class ChaosApplications {

  private ChaosApplications() {}

  public static Class<?>[] beans() {
    return new Class<?>[] {
      AutoMdb.class, ForwardingMdb.class, SinkMdb.class, DeletedMdb.class, ChaosMessages.class
    };
  }

  public static Class<?>[] producers() {
    return new Class<?>[] {Producers.class, ChaosServlet.class, SaturatingAdapter.class};
  }

  public static Class<?>[] shared() {
    return new Class<?>[] {Ledger.class};
  }

  public static Class<?>[] saturating() {
    return new Class<?>[] {SaturatingAdapter.class};
  }
}
