package io.rabbitra.server;

import java.util.function.Consumer;

/** Operations of WildFly's management model on a server that runs. */
final class WildFlyOperation implements DeliveryControl, Suspension {

  private static final int SUSPEND_SECONDS = 20;

  private final Consumer<String> cli;

  /**
   * @param cli runs a script of the command line interface
   */
  WildFlyOperation(Consumer<String> cli) {
    this.cli = cli;
  }

  @Override
  public void stop(String archive, String bean) {
    cli.accept(address(archive, bean) + ":stop-delivery\n");
  }

  @Override
  public void start(String archive, String bean) {
    cli.accept(address(archive, bean) + ":start-delivery\n");
  }

  @Override
  public void suspend() {
    cli.accept(":suspend(suspend-timeout=" + SUSPEND_SECONDS + ")\n");
  }

  @Override
  public void resume() {
    cli.accept(":resume\n");
  }

  private static String address(String archive, String bean) {
    return "/deployment=" + archive + "/subsystem=ejb3/message-driven-bean=" + bean;
  }
}
