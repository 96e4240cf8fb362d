package io.rabbitra.it.support;

import io.rabbitra.it.client.WebApplication;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Talks to the war of {@code io.rabbitra.it.tx}. */
public final class TransactionApplication {

  private final WebApplication war = new WebApplication(TestEnvironment.uri(), "tx");

  public void createTable() throws Exception {
    war.get("do", "create");
  }

  /** How often the text is in the ledger. */
  public int rows(String text) throws Exception {
    return Integer.parseInt(war.get("do", "rows", "text", text));
  }

  /** Does something without a transaction. */
  public String run(String what, String queue, String text) throws Exception {
    return war.get("do", what, "queue", queue, "text", text);
  }

  /**
   * Does something in a transaction.
   *
   * @param end {@code commit} or {@code rollback}
   * @return what the work tells, and {@code RollbackException} if that was what commit threw
   */
  public String run(String what, String queue, String text, String end) throws Exception {
    return war.get("do", what, "queue", queue, "text", text, "end", end);
  }

  /** The same, but it waits at the gate, named as the text, before it ends the transaction. */
  public CompletableFuture<String> begin(String what, String queue, String text, String end) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return war.get("do", what, "queue", queue, "text", text, "end", end, "gate", text);
          } catch (IOException e) {
            throw new CompletionException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
          }
        });
  }
}
