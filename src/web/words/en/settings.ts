import channels from './channels.json'
import settings from './settings.json'

export default { settings: { ...settings.settings, ...channels } }
