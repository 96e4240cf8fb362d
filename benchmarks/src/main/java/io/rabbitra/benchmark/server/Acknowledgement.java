package io.rabbitra.benchmark.server;

/** How a bean acknowledges. All have container-managed transactions. */
enum Acknowledgement {
  /** Each message by itself, without a transaction. */
  AUTO("Auto", "auto", "NotSupported", "Auto-acknowledge"),
  /** In batches, without a transaction. */
  DUPS_OK("Dups-ok", "dups-ok", "NotSupported", "Dups-ok-acknowledge"),
  /** By the commit of a transaction for each message. */
  REQUIRED("CMT Required", "required", "Required", "Auto-acknowledge");

  private final String title;
  private final String id;
  private final String transactionAttribute;
  private final String mode;

  Acknowledgement(String title, String id, String transactionAttribute, String mode) {
    this.title = title;
    this.id = id;
    this.transactionAttribute = transactionAttribute;
    this.mode = mode;
  }

  /** As it stands in the names of benchmarks. */
  String title() {
    return title;
  }

  /** As it stands in the names of beans. */
  String id() {
    return id;
  }

  /** {@code trans-attribute} of the deployment descriptor. */
  String transactionAttribute() {
    return transactionAttribute;
  }

  /** The activation property {@code acknowledgeMode}. */
  String mode() {
    return mode;
  }
}
