"""The GraphQL documents that the coach's back office and the storefront send."""

LOGIN = """mutation($email: String!, $password: String!) {
  tokenCreate(email: $email, password: $password) { token errors { field message code } } }"""

SHOP = """{
  channels { id slug currencyCode }
  productTypes(first: 1) { edges { node { id } } }
  categories(first: 1) { edges { node { id } } } }"""

PRODUCT_CREATE = """mutation($input: ProductCreateInput!) {
  productCreate(input: $input) { product { id slug } errors { field message code } } }"""

PRODUCT_PUBLISH = """mutation($id: ID!, $input: ProductChannelListingUpdateInput!) {
  productChannelListingUpdate(id: $id, input: $input) { errors { field message code } } }"""

VARIANT_CREATE = """mutation($input: ProductVariantCreateInput!) {
  productVariantCreate(input: $input) { productVariant { id } errors { field message code } } }"""

VARIANT_PRICE = """mutation($id: ID!, $input: [ProductVariantChannelListingAddInput!]!) {
  productVariantChannelListingUpdate(id: $id, input: $input) { errors { field message code } } }"""

TERMS_CREATE = """mutation($input: ContractTermsCreateInput!) {
  contractTermsCreate(input: $input) {
    contractTerms { id versions { id } } errors { field message code } } }"""

TERMS_PUBLISH = """mutation($id: ID!) {
  contractTermsPublish(id: $id) { version { number sha256 } errors { field message code } } }"""

TERMS_ASSIGN = """mutation($id: ID!, $objectId: ID!) {
  contractTermsAssign(id: $id, kind: PRODUCT, objectId: $objectId) {
    errors { field message code } } }"""

SEQUENCE_CREATE = """mutation($input: SequenceCreateInput!) {
  sequenceCreate(input: $input) {
    sequence { id versions { id } } errors { field message code } } }"""

SEQUENCE_PUBLISH = """mutation($id: ID!) {
  sequencePublish(id: $id) { errors { field message code } } }"""

PACKET_CREATE = """mutation($input: WelcomePacketInput!) {
  welcomePacketCreate(input: $input) { welcomePacket { id } errors { field message code } } }"""

PRODUCT_SETUP = """mutation($productId: ID!, $sequenceId: ID!, $thankYou: String!) {
  productSetupUpdate(productId: $productId, sequenceId: $sequenceId, thankYou: $thankYou) {
    errors { field message code } } }"""

TEMPLATE_CREATE = """mutation($input: AgreementTemplateCreateInput!) {
  agreementTemplateCreate(input: $input) {
    agreementTemplate { id versions { id } } errors { field message code } } }"""

TEMPLATE_PUBLISH = """mutation($id: ID!) {
  agreementTemplatePublish(id: $id) { version { number } errors { field message code } } }"""

AGREEMENT_CREATE = """mutation($input: ClientAgreementCreateInput!) {
  clientAgreementCreate(input: $input) {
    clientAgreement { id number status evidenceChain } errors { field message code } } }"""

AGREEMENT_SEND = """mutation($id: ID!) {
  clientAgreementSend(id: $id) {
    clientAgreement { status expiresAt } errors { field message code } } }"""

AGREEMENT = """query($id: ID!) {
  clientAgreement(id: $id) {
    status orderId text { sha256 html } invoices { number status total { amount currency } } } }"""

ORDER = """query($id: ID!) {
  order(id: $id) {
    number isPaid chargeStatus totalCharged { amount currency }
    total { gross { amount currency } } invoices { number url }
    clientAgreement { number } clientInvoices { number } } }"""

ORDER_BOUGHT = """query($id: ID!) {
  order(id: $id) {
    number chargeStatus userEmail
    acceptedTerms { evidenceChain texts { title sha256 } } } }"""

PRODUCT_TERMS = """query($slug: String!, $channel: String!) {
  product(slug: $slug, channel: $channel) { contractTerms { title versionNumber } } }"""

CHECKOUT_CREATE = """mutation($input: CheckoutCreateInput!) {
  checkoutCreate(input: $input) { checkout { id } errors { field message code } } }"""

TRANSACTION_CREATE = """mutation($id: ID!, $transaction: TransactionCreateInput!) {
  transactionCreate(id: $id, transaction: $transaction) {
    transaction { pspReference } errors { field message code } } }"""

CHECKOUT_COMPLETE = """mutation($id: ID!) {
  checkoutComplete(id: $id) { order { number } errors { field message code } } }"""

CHECKOUT_TERMS = """query($checkoutId: ID!) {
  checkoutTerms(checkoutId: $checkoutId) {
    fingerprint accepted texts { title consents { key } } } }"""

CHECKOUT_TERMS_ACCEPT = """mutation(
    $checkoutId: ID!, $fingerprint: String!, $consents: [ConsentAnswerInput!]!) {
  checkoutTermsAccept(
      checkoutId: $checkoutId, fingerprint: $fingerprint, consents: $consents,
      presentation: {component: "the demo's storefront", version: "1"}) {
    acceptance { fingerprint } errors { field message code } } }"""

PURCHASES = """query($email: String!) {
  productPurchases(first: 5, email: $email) {
    edges { node { productName orderId orderNumber termsAccepted evidenceChain } } } }"""

AGREEMENT_COUNTERSIGN = """mutation($id: ID!, $textSha256: String!, $signerName: String!) {
  clientAgreementCountersign(id: $id, textSha256: $textSha256, signerName: $signerName) {
    clientAgreement { countersignature { name timing } } errors { field message code } } }"""

TERMS_CHANGE = """mutation($id: ID!, $input: ContractTermsDraftInput!) {
  contractTermsUpdate(id: $id, input: $input) {
    contractTerms { versions { id number } } errors { field message code } } }"""

TERMS_PUBLISH_CHANGE = """mutation($id: ID!, $note: String!) {
  contractTermsPublish(id: $id, material: true, changeNote: $note) {
    version { number isMaterial } errors { field message code } } }"""

EVIDENCE_CERTIFICATE = """query($chain: String!, $position: Int!) {
  evidenceCertificate(chain: $chain, position: $position) {
    number madeAt lacks lastError pdf } }"""

EVIDENCE = """query($chain: String!) {
  evidenceVerify(chain: $chain) { intact entries }
  evidenceExport(chain: $chain) }"""

SEAT_GROUP = """query($id: ID!) {
  clientAgreement(id: $id) { seatGroup { id seats {
    id position status participant { firstName lastName email } } } } }"""

AGREEMENT_SEATS_PLAN = """mutation($id: ID!, $participants: [SeatParticipantInput!]!) {
  agreementSeatsPlan(agreementId: $id, participants: $participants) {
    errors { field message code } } }"""

SEAT_REFUND = """mutation($id: ID!) {
  seatRefund(id: $id) {
    clientRefunds { number amount { amount } } errors { field message code } } }"""

REFUNDS = """query($id: ID!) {
  clientAgreement(id: $id) { invoices { refunds { number status reference } } } }"""

ORDER_LINES = """query($id: ID!) {
  order(id: $id) {
    chargeStatus total { gross { amount } } lines { quantity } } }"""

SEAT_GROUPS = """query($search: String!) {
  seatGroups(first: 5, search: $search) { edges { node { seats { status inviteOn } } } } }"""
