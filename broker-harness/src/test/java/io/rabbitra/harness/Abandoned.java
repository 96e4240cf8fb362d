package io.rabbitra.harness;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A program that starts a node, prints its directory and never closes it. */
final class Abandoned {

  private Abandoned() {}

  @SuppressWarnings("resource")
  public static void main(String[] args) throws InterruptedException {
    LocalBroker broker =
        new LocalBroker(LocalInstallation.find().orElseThrow(), Ports.free(), Map.of());
    System.out.println(broker.directory());
    new CountDownLatch(1).await();
  }
}
