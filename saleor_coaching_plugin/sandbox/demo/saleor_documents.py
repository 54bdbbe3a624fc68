"""What is said to Saleor alone: furnishing it, and what the sandbox's shop does not have."""

PLUGINS = """{
  plugins(first: 50) { edges { node {
    id globalConfiguration { active }
    channelConfigurations { active channel { slug } } } } } }"""

PLUGIN_UPDATE = """mutation($id: ID!, $channelId: ID, $input: PluginUpdateInput!) {
  pluginUpdate(id: $id, channelId: $channelId, input: $input) {
    errors { field message code } } }"""

GROUP_CREATE = """mutation($input: PermissionGroupCreateInput!) {
  permissionGroupCreate(input: $input) { group { id } errors { field message code } } }"""

STAFF_CREATE = """mutation($input: StaffCreateInput!) {
  staffCreate(input: $input) { user { id } errors { field message code } } }"""

PASSWORD_SET = """mutation($email: String!, $password: String!, $token: String!) {
  setPassword(email: $email, password: $password, token: $token) {
    token errors { field message code } } }"""

CHANNEL_CREATE = """mutation($input: ChannelCreateInput!) {
  channelCreate(input: $input) { channel { id slug } errors { field message code } } }"""

PRODUCT_TYPE_CREATE = """mutation($input: ProductTypeInput!) {
  productTypeCreate(input: $input) { productType { id } errors { field message code } } }"""

CATEGORY_CREATE = """mutation($input: CategoryInput!) {
  categoryCreate(input: $input) { category { id } errors { field message code } } }"""

APP_CREATE = """mutation($input: AppInput!) {
  appCreate(input: $input) { authToken errors { field message code } } }"""

PAYMENT_INITIALIZE = """mutation($id: ID!, $amount: PositiveDecimal!) {
  paymentGatewayInitialize(id: $id, amount: $amount) {
    gatewayConfigs { id } errors { field message code } } }"""

ORDER_HISTORY = """query($id: ID!) {
  order(id: $id) {
    chargeStatus
    total { gross { amount } }
    events { type app { name } user { name: email } }
    transactions {
      chargedAmount { amount } refundedAmount { amount } createdBy { ... on App { name } } } } }"""
