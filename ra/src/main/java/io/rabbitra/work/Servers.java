package io.rabbitra.work;

import jakarta.resource.spi.BootstrapContext;

/** Tells servers apart where one needs something that no method of the container tells. */
public final class Servers {

  private Servers() {}

  /** Whether the adapter runs in Open Liberty, or in WebSphere Liberty, which is built of it. */
  public static boolean isOpenLiberty(BootstrapContext context) {
    return context.getClass().getName().startsWith("com.ibm.ws.jca.");
  }
}
