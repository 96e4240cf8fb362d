package io.rabbitra.server;

/** Keeps all work from a server that goes on running. */
public interface Suspension {

  /** Returns when requests and deliveries have ended. */
  void suspend();

  void resume();
}
