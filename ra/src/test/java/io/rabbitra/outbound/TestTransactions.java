package io.rabbitra.outbound;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jboss.jca.core.spi.transaction.TransactionIntegration;
import org.jboss.jca.core.tx.jbossts.TransactionIntegrationImpl;
import org.jboss.tm.LastResource;

/** The transaction manager of WildFly (Narayana), with a pool's units as last resources. */
final class TestTransactions {

  private final TransactionSynchronizationRegistry registry =
      new TransactionSynchronizationRegistryImple();

  TestTransactions() {
    for (String store : new String[] {null, "communicationStore", "stateStore"}) {
      ObjectStoreEnvironmentBean bean =
          store == null
              ? BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class)
              : BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store);
      bean.setObjectStoreType(VolatileStore.class.getName());
    }
    jtaPropertyManager
        .getJTAEnvironmentBean()
        .setLastResourceOptimisationInterfaceClassName(LastResource.class.getName());
  }

  TransactionManager manager() {
    return com.arjuna.ats.jta.TransactionManager.transactionManager();
  }

  TransactionIntegration integration() {
    return new TransactionIntegrationImpl(manager(), registry, null, null, null);
  }

  /** A database that writes down what it is told. */
  static final class Database implements XAResource {

    private final List<String> calls = new ArrayList<>();

    List<String> calls() {
      return calls;
    }

    @Override
    public void start(Xid xid, int flags) {}

    @Override
    public void end(Xid xid, int flags) {}

    @Override
    public int prepare(Xid xid) {
      calls.add("prepare");
      return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) {
      calls.add("commit");
    }

    @Override
    public void rollback(Xid xid) {
      calls.add("rollback");
    }

    @Override
    public void forget(Xid xid) {}

    @Override
    public Xid[] recover(int flag) throws XAException {
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
  }
}
