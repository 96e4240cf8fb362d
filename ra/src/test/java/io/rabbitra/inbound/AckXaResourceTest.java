package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.BrokerException;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AckXaResourceTest {

  /** An Xid without equals, as the specification allows. */
  private static final class TestXid implements Xid {
    private final byte number;

    TestXid(int number) {
      this.number = (byte) number;
    }

    @Override
    public int getFormatId() {
      return 7;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return new byte[] {1, number};
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {number};
    }
  }

  private static final class Told implements Feed {
    private final List<String> told = new ArrayList<>();
    private boolean open = true;

    private void tell(String what) throws BrokerException {
      if (!open) {
        throw new BrokerException(BrokerException.Kind.CLOSED, "gone");
      }
      told.add(what);
    }

    @Override
    public String queue() {
      return "queue";
    }

    @Override
    public void ack(long tag, boolean multiple) throws BrokerException {
      tell("ack " + tag);
    }

    @Override
    public void reject(long tag) throws BrokerException {
      tell("reject " + tag);
    }

    @Override
    public void discard(long tag) throws BrokerException {
      tell("discard " + tag);
    }

    @Override
    public void giveBack(long tag, boolean multiple) throws BrokerException {
      tell("give back " + tag);
    }

    @Override
    public void flush() {}

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }

  private final Told broker = new Told();
  private final AckXaResource resource = new AckXaResource();

  private Settlement settlement(int tag) {
    Envelope envelope = new Envelope(tag, false, "", "queue");
    return new Settlement(broker, new Delivery(envelope, null, null), new RequeueOnFailure());
  }

  private Xid started(int number) throws XAException {
    resource.announce(settlement(number));
    resource.start(new TestXid(number), XAResource.TMNOFLAGS);
    return new TestXid(number);
  }

  private Xid ended(int number) throws XAException {
    Xid xid = started(number);
    resource.end(xid, XAResource.TMSUCCESS);
    return xid;
  }

  private static int errorCode(ThrowingCallable call) {
    return catchThrowableOfType(XAException.class, call).errorCode;
  }

  /** Whether the branch is there and so not decided yet. */
  private boolean isUndecided(Xid xid) {
    try {
      resource.end(xid, XAResource.TMSUCCESS);
      return true;
    } catch (XAException e) {
      assertThat(e.errorCode).isEqualTo(XAException.XAER_NOTA);
      return false;
    }
  }

  @Test
  void deliveryWithoutATransactionHasNoOutcome() {
    resource.announce(settlement(1));
    assertThat(resource.outcome()).isEqualTo(AckXaResource.Outcome.NONE);
    assertThat(isUndecided(new TestXid(1))).isFalse();
  }

  @Test
  void twoPhaseCommitAcknowledgesAtCommitOnly() throws Exception {
    Xid xid = ended(1);
    assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
    assertThat(broker.told).isEmpty();
    assertThat(resource.outcome()).isEqualTo(AckXaResource.Outcome.PENDING);
    assertThat(isUndecided(xid)).isTrue();
    resource.commit(xid, false);
    assertThat(broker.told).containsExactly("ack 1");
    assertThat(resource.outcome()).isEqualTo(AckXaResource.Outcome.COMMITTED);
    assertThat(isUndecided(xid)).isFalse();
  }

  @Test
  void onePhaseCommitAcknowledges() throws Exception {
    resource.commit(ended(1), true);
    assertThat(broker.told).containsExactly("ack 1");
    assertThat(resource.outcome()).isEqualTo(AckXaResource.Outcome.COMMITTED);
  }

  @Test
  void rollbackRejectsBeforeAndAfterPrepare() throws Exception {
    resource.rollback(ended(1));
    Xid prepared = ended(2);
    resource.prepare(prepared);
    resource.rollback(prepared);
    assertThat(broker.told).containsExactly("reject 1", "reject 2");
    assertThat(resource.outcome()).isEqualTo(AckXaResource.Outcome.ROLLED_BACK);
  }

  @Test
  void branchOfABeanThatThrewCanNeitherBePreparedNorCommittedInOnePhase() throws Exception {
    Settlement first = settlement(1);
    resource.announce(first);
    Xid xid = new TestXid(1);
    resource.start(xid, XAResource.TMNOFLAGS);
    first.failedWith(new Exception("checked"));
    assertThat(errorCode(() -> resource.prepare(xid))).isEqualTo(XAException.XA_RBROLLBACK);
    Settlement second = settlement(2);
    resource.announce(second);
    Xid next = new TestXid(2);
    resource.start(next, XAResource.TMNOFLAGS);
    second.failedWith(new Exception("checked"));
    assertThat(errorCode(() -> resource.commit(next, true))).isEqualTo(XAException.XA_RBROLLBACK);
    assertThat(broker.told).containsExactly("reject 1", "reject 2");
    assertThat(resource.outcome()).isEqualTo(AckXaResource.Outcome.ROLLED_BACK);
  }

  @Test
  void branchThatEndedWithFailureCannotBePrepared() throws Exception {
    Xid xid = started(1);
    resource.end(xid, XAResource.TMFAIL);
    assertThat(errorCode(() -> resource.prepare(xid)))
        .isBetween(XAException.XA_RBBASE, XAException.XA_RBEND);
    assertThat(broker.told).containsExactly("reject 1");
    assertThat(isUndecided(xid)).isFalse();
  }

  @Test
  void branchThatEndedWithFailureCannotBeCommittedInOnePhase() throws Exception {
    Xid xid = started(1);
    resource.end(xid, XAResource.TMFAIL);
    assertThat(errorCode(() -> resource.commit(xid, true))).isEqualTo(XAException.XA_RBROLLBACK);
    assertThat(broker.told).containsExactly("reject 1");
  }

  @Test
  void prepareRollsBackWhereTheBrokerCannotBeToldAnyMore() throws Exception {
    Xid xid = ended(1);
    broker.open = false;
    assertThat(errorCode(() -> resource.prepare(xid))).isEqualTo(XAException.XA_RBCOMMFAIL);
    assertThat(resource.outcome()).isEqualTo(AckXaResource.Outcome.ROLLED_BACK);
  }

  @Test
  void onePhaseCommitIsARollbackWhereTheBrokerCannotBeToldAnyMore() throws Exception {
    Xid xid = ended(1);
    broker.open = false;
    assertThat(errorCode(() -> resource.commit(xid, true))).isEqualTo(XAException.XA_RBCOMMFAIL);
    assertThat(resource.outcome()).isEqualTo(AckXaResource.Outcome.ROLLED_BACK);
    assertThat(isUndecided(xid)).isFalse();
  }

  @Test
  void twoPhaseCommitStandsAlthoughTheBrokerWillRedeliver() throws Exception {
    Xid xid = ended(1);
    resource.prepare(xid);
    broker.open = false;
    resource.commit(xid, false);
    assertThat(resource.outcome()).isEqualTo(AckXaResource.Outcome.COMMITTED);
  }

  @Test
  void unknownBranchIsRefusedByEveryMethod() throws Exception {
    ended(1);
    Xid unknown = new TestXid(2);
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> resource.start(unknown, XAResource.TMJOIN),
            () -> resource.start(unknown, XAResource.TMRESUME),
            () -> resource.end(unknown, XAResource.TMSUCCESS),
            () -> resource.prepare(unknown),
            () -> resource.commit(unknown, true),
            () -> resource.rollback(unknown))) {
      assertThat(errorCode(call)).isEqualTo(XAException.XAER_NOTA);
    }
    assertThat(broker.told).isEmpty();
  }

  @Test
  void branchCannotBeDecidedTwice() throws Exception {
    Xid xid = ended(1);
    resource.commit(xid, true);
    assertThat(errorCode(() -> resource.rollback(xid))).isEqualTo(XAException.XAER_NOTA);
    assertThat(broker.told).containsExactly("ack 1");
  }

  @Test
  void suspendedBranchIsResumed() throws Exception {
    Xid xid = started(1);
    resource.end(xid, XAResource.TMSUSPEND);
    resource.start(xid, XAResource.TMRESUME);
    resource.end(xid, XAResource.TMSUCCESS);
    resource.commit(xid, true);
    assertThat(broker.told).containsExactly("ack 1");
  }

  @Test
  void secondStartOfABranchIsADuplicateAndOfADeliveryAProtocolError() throws Exception {
    Xid xid = started(1);
    assertThat(errorCode(() -> resource.start(xid, XAResource.TMNOFLAGS)))
        .isEqualTo(XAException.XAER_DUPID);
    assertThat(errorCode(() -> resource.start(new TestXid(2), XAResource.TMNOFLAGS)))
        .isEqualTo(XAException.XAER_PROTO);
  }

  @Test
  void startWithoutADeliveryIsAProtocolError() {
    assertThat(errorCode(() -> resource.start(new TestXid(1), XAResource.TMNOFLAGS)))
        .isEqualTo(XAException.XAER_PROTO);
  }

  @Test
  void undecidedBranchOutlivesTheNextDelivery() throws Exception {
    Xid first = ended(1);
    Xid second = ended(2);
    resource.commit(second, true);
    assertThat(isUndecided(first)).isTrue();
    resource.rollback(first);
    assertThat(broker.told).containsExactly("ack 2", "reject 1");
    assertThat(resource.outcome()).isEqualTo(AckXaResource.Outcome.COMMITTED);
  }

  @Test
  void recoversNothingAndIsTheSameOnlyAsItself() throws Exception {
    assertThat(resource.recover(XAResource.TMSTARTRSCAN)).isEmpty();
    assertThat(resource.isSameRM(resource)).isTrue();
    assertThat(resource.isSameRM(new AckXaResource())).isFalse();
  }
}
