package io.rabbitra.benchmark.idle;

import jakarta.resource.ResourceException;
import java.io.IOException;

/** Connections with a heartbeat of {@link IdleSuite#HEARTBEAT_SECONDS}. */
interface Crowd extends AutoCloseable {

  /** Opens one more. */
  void add() throws Exception;

  /** How many are usable. */
  int alive();

  @Override
  void close() throws IOException, ResourceException;
}
