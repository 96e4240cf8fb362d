package io.rabbitra.inbound;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * Makes the acknowledgement of a message part of the JTA transaction its bean runs in: commit is
 * basic.ack, rollback leaves the message to the {@link FailurePolicy}.
 *
 * <p>The broker keeps no transaction of ours, so {@code prepare} promises what only redelivery can
 * keep: if the server or the connection dies between prepare and commit, the message comes again
 * although the other resources committed. Nothing is lost; a bean that must not work twice checks
 * {@code JMSRedelivered}. {@code recover} returns nothing for the same reason.
 *
 * <p>A container commits after an application exception (Enterprise Beans 4.0, section 9.3), such
 * as a checked one. Here it finds that it cannot: a bean that throws wants its message again, or
 * dead-lettered, and must not have stored half of its work for it.
 *
 * <pre>
 *   branch:  STARTED ─ prepare ─→ PREPARED ─ commit ─→ COMMITTED
 *               └──────── commit(one phase) ─────────────↑
 *   any ─ rollback, or end with TMFAIL ─→ ROLLED_BACK
 * </pre>
 *
 * <p>One per consumer session. The session announces a delivery before {@code start} is called for
 * it. Thread-safe: a transaction manager may roll back from a thread of its own.
 */
final class AckXaResource implements XAResource {

  /** What became of a delivery in its transaction. */
  enum Outcome {
    /** No transaction was started: the container does not use one. */
    NONE,
    /** The transaction is not decided yet. */
    PENDING,
    COMMITTED,
    ROLLED_BACK
  }

  private static final class Branch {
    private final Settlement settlement;
    private Outcome outcome = Outcome.NONE;
    private boolean rollbackOnly;

    Branch(Settlement settlement) {
      this.settlement = settlement;
    }

    boolean mustRollBack() {
      return rollbackOnly || settlement.failed();
    }
  }

  /** What makes two Xids the same; not every transaction manager's Xid has an equals. */
  private record Key(int format, ByteBuffer globalId, ByteBuffer branchQualifier) {

    static Key of(Xid xid) {
      return new Key(
          xid.getFormatId(),
          ByteBuffer.wrap(xid.getGlobalTransactionId()),
          ByteBuffer.wrap(xid.getBranchQualifier()));
    }
  }

  /** Guarded by {@code this}. */
  private final Map<Key, Branch> branches = new HashMap<>();

  /** The delivery that waits for {@code start}. Guarded by {@code this}. */
  private Branch announced;

  synchronized void announce(Settlement settlement) {
    announced = new Branch(settlement);
  }

  /** What became of the delivery announced last. */
  synchronized Outcome outcome() {
    return announced.outcome;
  }

  @Override
  public synchronized void start(Xid xid, int flags) throws XAException {
    if (flags == TMJOIN || flags == TMRESUME) {
      branch(xid);
      return;
    }
    if (branches.containsKey(Key.of(xid))) {
      throw new XAException(XAException.XAER_DUPID);
    }
    if (announced == null || announced.outcome != Outcome.NONE) {
      throw new XAException(XAException.XAER_PROTO);
    }
    announced.outcome = Outcome.PENDING;
    branches.put(Key.of(xid), announced);
  }

  @Override
  public synchronized void end(Xid xid, int flags) throws XAException {
    if (flags == TMFAIL) {
      branch(xid).rollbackOnly = true;
    } else {
      branch(xid);
    }
  }

  @Override
  public synchronized int prepare(Xid xid) throws XAException {
    Branch branch = branch(xid);
    if (branch.mustRollBack() || !branch.settlement.possible()) {
      int why = branch.mustRollBack() ? XAException.XA_RBROLLBACK : XAException.XA_RBCOMMFAIL;
      finish(xid, branch, Outcome.ROLLED_BACK);
      throw new XAException(why);
    }
    return XA_OK;
  }

  @Override
  public synchronized void commit(Xid xid, boolean onePhase) throws XAException {
    Branch branch = branch(xid);
    if (onePhase && branch.mustRollBack()) {
      finish(xid, branch, Outcome.ROLLED_BACK);
      throw new XAException(XAException.XA_RBROLLBACK);
    }
    branches.remove(Key.of(xid));
    branch.outcome = Outcome.COMMITTED;
    boolean told = branch.settlement.accept();
    if (!told && onePhase) {
      // Nothing else is in this transaction, so that it can still be called rolled back, which is
      // what the redelivery will look like.
      branch.outcome = Outcome.ROLLED_BACK;
      throw new XAException(XAException.XA_RBCOMMFAIL);
    }
  }

  @Override
  public synchronized void rollback(Xid xid) throws XAException {
    finish(xid, branch(xid), Outcome.ROLLED_BACK);
  }

  @Override
  public synchronized void forget(Xid xid) {
    branches.remove(Key.of(xid));
  }

  @Override
  public Xid[] recover(int flag) {
    return new Xid[0];
  }

  @Override
  public boolean isSameRM(XAResource other) {
    return other == this;
  }

  @Override
  public int getTransactionTimeout() {
    return 0;
  }

  @Override
  public boolean setTransactionTimeout(int seconds) {
    return false;
  }

  private void finish(Xid xid, Branch branch, Outcome outcome) {
    branches.remove(Key.of(xid));
    branch.outcome = outcome;
    branch.settlement.reject();
  }

  private Branch branch(Xid xid) throws XAException {
    Branch branch = branches.get(Key.of(xid));
    if (branch == null) {
      throw new XAException(XAException.XAER_NOTA);
    }
    return branch;
  }
}
